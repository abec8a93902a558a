package dev.tailspan.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Changes inputs by bytes, by words and by the fields of protobuf; the same seed, the same ones.
 */
final class Mutator {
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+|\\s+|.", Pattern.DOTALL);
  private static final String[] WORDS = {
    "0", "-1", "9223372036854775808", "1e999", "null", "true", "\"", "{", "}", "[", "]", "(", ")",
    "*", "&a", "*a", "<<", ":", "\n", "\\", "\u0000", "\u2028", "\ud83d\ude00", "%", "../", "\r\n",
    "(?i)", "{1000}", "NaN", "!!binary", "${env:X}", "\u001b[2J"
  };
  private static final int LONGEST = 1 << 16;

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  /** One of these inputs, changed. */
  byte[] next(List<byte[]> inputs) {
    byte[] input = inputs.get(random.nextInt(inputs.size())).clone();
    byte[] other = inputs.get(random.nextInt(inputs.size()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      input =
          switch (random.nextInt(4)) {
            case 0 -> bytes(input, other);
            case 1 -> words(input, other);
            default -> fields(input, 0);
          };
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  private byte[] bytes(byte[] input, byte[] other) {
    if (input.length == 0) {
      return other.clone();
    }
    int from = random.nextInt(input.length);
    int to = Math.min(input.length, from + 1 + random.nextInt(8));
    switch (random.nextInt(5)) {
      case 0 -> input[from] ^= (byte) (1 << random.nextInt(8));
      case 1 -> input[from] = (byte) random.nextInt(256);
      case 2 -> {
        return joined(Arrays.copyOf(input, from), Arrays.copyOfRange(input, to, input.length));
      }
      case 3 -> {
        int start = other.length == 0 ? 0 : random.nextInt(other.length);
        return joined(Arrays.copyOf(input, from), Arrays.copyOfRange(other, start, other.length));
      }
      default -> {
        return joined(Arrays.copyOf(input, to), Arrays.copyOfRange(input, from, input.length));
      }
    }
    return input;
  }

  private byte[] words(byte[] input, byte[] other) {
    List<String> words = words(input);
    List<String> others = words(other);
    if (words.isEmpty()) {
      return other.clone();
    }
    int at = random.nextInt(words.size());
    switch (random.nextInt(5)) {
      case 0 -> words.remove(at);
      case 1 -> words.add(at, WORDS[random.nextInt(WORDS.length)]);
      case 2 -> words.set(at, WORDS[random.nextInt(WORDS.length)]);
      case 3 -> words.set(at, others.isEmpty() ? "" : others.get(random.nextInt(others.size())));
      default -> words.add(at, words.get(at).repeat(1 + random.nextInt(40)));
    }
    return String.join("", words).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> words(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    return new ArrayList<>(WORD.matcher(text).results().map(MatchResult::group).toList());
  }

  /** One field of a message, of one inside it or further in, with all lengths around it right. */
  private byte[] fields(byte[] message, int depth) {
    List<byte[]> fields = split(message);
    if (fields.isEmpty()) {
      return bytes(message, message);
    }
    int at = random.nextInt(fields.size());
    byte[] field = fields.get(at);
    int choice = random.nextInt(depth < 8 ? 8 : 4);
    switch (choice) {
      case 0 -> fields.remove(at);
      case 1 -> fields.add(at, field);
      case 2 -> fields.add(random.nextInt(fields.size()), fields.remove(at));
      case 3 -> field[0] = (byte) (field[0] + 8 * (random.nextInt(5) - 2));
      default -> {
        if ((field[0] & 7) != 2) {
          field[field.length - 1] ^= (byte) (1 << random.nextInt(7));
        } else {
          int header = headerLength(field);
          byte[] inner = fields(Arrays.copyOfRange(field, header, field.length), depth + 1);
          fields.set(at, delimited(Arrays.copyOf(field, tagLength(field)), inner));
        }
      }
    }
    return joined(fields.toArray(new byte[0][]));
  }

  /** Empty unless the bytes are fields to their end. */
  private static List<byte[]> split(byte[] message) {
    List<byte[]> fields = new ArrayList<>();
    int at = 0;
    while (at < message.length) {
      int end = at;
      while (end < message.length && message[end] < 0) {
        end++;
      }
      int type = message[at] & 7;
      end++;
      if (type == 0) {
        while (end < message.length && message[end] < 0) {
          end++;
        }
        end++;
      } else if (type == 1) {
        end += 8;
      } else if (type == 5) {
        end += 4;
      } else if (type == 2) {
        long length = 0;
        boolean ended = false;
        for (int shift = 0; !ended && end < message.length && shift < 35; shift += 7) {
          length |= (long) (message[end] & 0x7f) << shift;
          ended = message[end++] >= 0;
        }
        end = ended ? (int) Math.min(Integer.MAX_VALUE, end + length) : Integer.MAX_VALUE;
      } else {
        return List.of();
      }
      if (end > message.length || end <= at) {
        return List.of();
      }
      fields.add(Arrays.copyOfRange(message, at, end));
      at = end;
    }
    return fields;
  }

  private static int tagLength(byte[] field) {
    int at = 0;
    while (field[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private static int headerLength(byte[] field) {
    int at = tagLength(field);
    while (field[at] < 0) {
      at++;
    }
    return at + 1;
  }

  private static byte[] delimited(byte[] tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(tag);
    int rest = content.length;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
