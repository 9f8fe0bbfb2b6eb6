/**
 * Calls of ECS, STS and Resource Manager over the vendor's SDK. Nobody else knows the SDK, and
 * {@link dev.tagjoin.ecs.ErrorCode} is the only place that knows the vendor's error codes: errors
 * leave here classified. It knows resources and the request's context, and neither rules nor HTTP
 * requests. Start reading at {@link dev.tagjoin.ecs.EcsApi}, then {@link
 * dev.tagjoin.ecs.ServiceClient}, through which every call goes.
 */
package dev.tagjoin.ecs;
