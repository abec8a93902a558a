package dev.tailspan.policy;

import dev.tailspan.text.Excerpt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text to nodes with their positions, within bounds. Nothing is constructed: aliases stay
 * shared nodes, so a "billion laughs" file costs no more than its text until somebody walks it, and
 * the walk ({@link YamlReader}) has a bound of its own.
 */
final class YamlSource {
  /** A large Collector configuration has some 100 kB. */
  static final int MAX_BYTES = 1 << 20;

  static final int MAX_DEPTH = 50;
  private static final int MAX_ALIASES = 1_000;

  /** Given to plain scalars without a tag: what they are, {@link YamlScalar} says. */
  static final Tag PLAIN = new Tag("tag:tailspan.dev,2026:plain");

  private YamlSource() {}

  /** The first document; null when there is none, or a problem was found. */
  static @Nullable Node compose(byte[] yaml, Findings findings) {
    if (yaml.length > MAX_BYTES) {
      findings.problem(
          Place.WHOLE_FILE,
          "The file has " + yaml.length + " bytes, more than the " + MAX_BYTES + " allowed.");
      return null;
    }
    try {
      return first(composer(text(yaml)), findings);
    } catch (CharacterCodingException e) {
      findings.problem(Place.WHOLE_FILE, "The file is not UTF-8.");
    } catch (MarkedYAMLException e) {
      findings.problem(Place.WHOLE_FILE.at(e.getProblemMark()), "No YAML: " + problem(e) + ".");
    } catch (YAMLException e) {
      findings.problem(Place.WHOLE_FILE, "No YAML: " + Excerpt.of(String.valueOf(e.getMessage())));
    }
    return null;
  }

  private static @Nullable Node first(Composer composer, Findings findings) {
    if (!composer.checkNode()) {
      findings.problem(Place.WHOLE_FILE, "The file is empty.");
      return null;
    }
    Node root = composer.getNode();
    // The processor never looks at a second document, so its syntax must not matter either.
    try {
      if (composer.checkNode()) {
        findings.warning(
            Place.WHOLE_FILE.at(composer.getNode()),
            "Only the first document of the file is read; this one is not.");
      }
    } catch (YAMLException e) {
      findings.warning(
          Place.WHOLE_FILE,
          "Only the first document of the file is read; what follows is no YAML.");
    }
    return root;
  }

  private static String text(byte[] yaml) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Composer composer(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowRecursiveKeys(false);
    return new Composer(
        new ParserImpl(new StreamReader(text), options), new PlainResolver(), options);
  }

  private static String problem(MarkedYAMLException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return Excerpt.of(context + e.getProblem());
  }

  /**
   * Leaves plain scalars unresolved: SnakeYAML would take yes, 1:30 and 010 as YAML 1.1 has them.
   */
  private static final class PlainResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      // none
    }

    @Override
    public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
      return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, implicit);
    }
  }
}
