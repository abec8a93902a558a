/**
 * The CDK app deployed into LocalStack as its user deploys it: {@code Deployment} starts,
 * bootstraps and deploys, {@code Traffic} sends, {@code DeploymentTest} asks, and {@code
 * RecordedCall} says which right each call of a function would have needed.
 */
package dev.tailspan.e2e;
