/**
 * The CDK constructs that deploy Tailspan, one a concept, and the app that deploys them with no
 * edits. Public are {@link dev.tailspan.infra.Tailspan}, its properties, and what they are made of.
 * Names of keys, prefixes and metrics come as constants from the modules that read them. May not
 * use the AWS SDK.
 */
@NullMarked
package dev.tailspan.infra;

import org.jspecify.annotations.NullMarked;
