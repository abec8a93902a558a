/** Tailspan on one machine: emulators, a Kinesis stand-in, a Lambda host and the front. */
@NullMarked
package dev.tailspan.localstack;

import org.jspecify.annotations.NullMarked;
