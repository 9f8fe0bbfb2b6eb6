/**
 * Holds everything that deploys tagjoin ({@code function.yaml}, {@code deploy/}, {@code
 * examples/ci/} and the pages about them) against one table, {@link
 * dev.tagjoin.deploy.DeploymentFacts}, so that no template drifts from the others or from the
 * documentation. Start reading in {@code FunctionDeploymentsTest}.
 */
package dev.tagjoin.deploy;
