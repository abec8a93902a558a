package dev.tailspan.local.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a file into the JSON objects in it: one, several one after the other (as the Collector's
 * file exporter writes them, one a line), or a list of them. Looks at braces and quotes only, so
 * what is wrong inside an object is left to whoever reads it.
 */
final class JsonDocuments {
  private final byte[] bytes;
  private final List<Document> documents = new ArrayList<>();
  private int at;
  private int line = 1;

  private JsonDocuments(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * One object.
   *
   * @param line it begins at, from 1
   */
  record Document(int line, byte[] json) {}

  /**
   * The objects in their order.
   *
   * @throws CommandException naming the line where something else stands
   */
  static List<Document> of(byte[] bytes) {
    JsonDocuments reader = new JsonDocuments(bytes);
    reader.read();
    return reader.documents;
  }

  private void read() {
    int listAt = 0;
    for (skipBlank(); at < bytes.length; skipBlank()) {
      byte next = bytes[at];
      if (next == '{') {
        document();
      } else if (next == '[' && listAt == 0) {
        listAt = line;
        at++;
      } else if (listAt != 0 && (next == ']' || next == ',')) {
        listAt = next == ']' ? 0 : listAt;
        at++;
      } else {
        throw new CommandException("line " + line + ": an object is wanted here, not " + shown());
      }
    }
    if (listAt != 0) {
      throw new CommandException("line " + listAt + ": the list that begins here does not end");
    }
  }

  private void skipBlank() {
    for (; at < bytes.length && isBlank(bytes[at]); at++) {
      line += bytes[at] == '\n' ? 1 : 0;
    }
  }

  /** Up to the brace that closes it; to the end of the file where there is none. */
  private void document() {
    int from = at;
    int began = line;
    int depth = 0;
    boolean inText = false;
    do {
      byte next = bytes[at++];
      line += next == '\n' ? 1 : 0;
      if (inText) {
        at += next == '\\' ? 1 : 0;
        inText = next != '"';
      } else if (next == '"') {
        inText = true;
      } else if (next == '{') {
        depth++;
      } else if (next == '}') {
        depth--;
      }
    } while (depth > 0 && at < bytes.length);
    at = Math.min(at, bytes.length);
    documents.add(new Document(began, Arrays.copyOfRange(bytes, from, at)));
  }

  private String shown() {
    char c = (char) (bytes[at] & 0xff);
    return c > ' ' && c < 127 ? "'" + c + "'" : "a byte 0x%02x".formatted((int) c);
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
