/**
 * Hosts functions as Lambda does: child JVMs that run the same zip as AWS under the official
 * runtime interface client, driven through the Lambda Runtime API. {@link
 * dev.tailspan.local.lambda.LambdaFunction} is the port the sibling packages call. Nothing of them
 * but {@code net} may be imported, no Quarkus.
 */
@NullMarked
package dev.tailspan.local.lambda;

import org.jspecify.annotations.NullMarked;
