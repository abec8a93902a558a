/**
 * DynamoDB Local and S3Proxy as child processes, for tests and the local stack.
 *
 * <p>Their jars are resolved on the user's machine and never become part of ours: DynamoDB Local is
 * free to use but not to redistribute, and S3Proxy carries copies of our libraries in other
 * versions.
 */
@NullMarked
package dev.tailspan.emulators;

import org.jspecify.annotations.NullMarked;
