/**
 * The one HTTP server of the embedded stack: HTTP/1.1 on 127.0.0.1, whole bodies, a thread per
 * connection. Not the JDK's, because that one overwrites the {@code Date} header, which Kinesis'
 * clients take for the stream's clock. What lives here knows no AWS protocol; nothing of the
 * sibling packages may be imported.
 */
@NullMarked
package dev.tailspan.local.net;

import org.jspecify.annotations.NullMarked;
