/**
 * The HTTP front: what API Gateway (REST, Lambda proxy integration, payload format 1.0) does
 * between a client and a function. May import {@code net} and {@code lambda}; no AWS SDK.
 */
@NullMarked
package dev.tailspan.local.http;

import org.jspecify.annotations.NullMarked;
