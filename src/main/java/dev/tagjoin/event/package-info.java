/**
 * From the bytes of a request to the resources that it is about.
 *
 * <p>An event never says what to do, only where to look: no tag, group or time in it reaches a
 * decision, and its region and account are claims. The package knows the resource types and how to
 * read JSON, and nothing of HTTP, ECS calls or rules. Start with {@link
 * dev.tagjoin.event.EventReader}; each {@code ...Route} reads one form of event, and {@code
 * AuditCall} is the table of audited calls.
 */
package dev.tagjoin.event;
