package dev.tailspan.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a JSON document looks like from outside: how many lists lie around its first object, and
 * that object's keys, as far as the document goes. Of what is no JSON, no keys.
 *
 * @param lists 0 for an object, 1 for a list of objects, 2 for a list of lists of objects
 */
record JsonShape(int lists, Set<String> keys) {
  private static final JsonShape NONE = new JsonShape(0, Set.of());
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_LISTS = 2;
  private static final int MAX_KEYS = 100;

  static JsonShape of(ByteSlice payload) {
    if (!beginsLikeJson(payload)) {
      return NONE;
    }
    Set<String> keys = new HashSet<>();
    int lists = 0;
    try (JsonParser in = JSON.createParser(payload.array(), payload.offset(), payload.length())) {
      while (in.nextToken() == JsonToken.START_ARRAY && lists < MAX_LISTS) {
        lists++;
      }
      if (in.currentToken() == JsonToken.START_OBJECT) {
        while (in.nextToken() == JsonToken.FIELD_NAME && keys.size() < MAX_KEYS) {
          keys.add(in.currentName());
          in.nextToken();
          in.skipChildren();
        }
      }
    } catch (IOException e) {
      // Damaged or cut off: the keys so far may still tell what it was meant to be.
      return new JsonShape(lists, keys);
    }
    return new JsonShape(lists, keys);
  }

  boolean isObjectWith(String... wanted) {
    return lists == 0 && keys.containsAll(Set.of(wanted));
  }

  boolean isListWith(String... wanted) {
    return lists == 1 && keys.containsAll(Set.of(wanted));
  }

  boolean isListOfListsWith(String... wanted) {
    return lists == 2 && keys.containsAll(Set.of(wanted));
  }

  private static boolean beginsLikeJson(ByteSlice payload) {
    int i = 0;
    boolean marked =
        payload.length() > 3
            && payload.at(0) == 0xef
            && payload.at(1) == 0xbb
            && payload.at(2) == 0xbf;
    if (marked) {
      i = 3;
    }
    while (i < payload.length() && payload.at(i) <= ' ') {
      i++;
    }
    return i < payload.length() && (payload.at(i) == '{' || payload.at(i) == '[');
  }
}
