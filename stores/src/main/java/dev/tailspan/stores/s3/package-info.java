/**
 * S3: objects by key ({@link dev.tailspan.stores.s3.S3Objects}), which the other adapters use for
 * what is too large for them, and the stores that are nothing but objects (quarantine, policy
 * files). Public signatures name no SDK type. May not import the other adapter packages.
 */
@NullMarked
package dev.tailspan.stores.s3;

import org.jspecify.annotations.NullMarked;
