package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.local.traffic.SendException;
import dev.tailspan.model.Span;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * {@code send}: posts files of spans to the OTLP receiver as they are. They are read first, so that a
 * file that is none of ours is refused with its name and nothing of it is sent.
 */
final class SendCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Arguments arguments;
  private final PrintStream out;

  SendCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }
}
