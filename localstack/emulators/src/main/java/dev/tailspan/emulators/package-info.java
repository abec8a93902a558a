/**
 * DynamoDB Local and S3Proxy as child processes, for the tests and the local stack.
 *
 * <p>Their jars are resolved on the user's machine and never become part of ours: DynamoDB Local is
 * free to use but not to redistribute, and S3Proxy carries other versions of our libraries. So none
 * of their classes may be named here, nor any AWS type: this code runs inside the children too.
 */
@NullMarked
package dev.tailspan.emulators;

import org.jspecify.annotations.NullMarked;
