package dev.tailspan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A call that a role made, and what AWS would want it to be allowed (Service Authorization
 * Reference, "Actions, resources, and condition keys").
 *
 * @param role its name
 */
record RecordedCall(String role, Set<Right> needs) {
  private static final int NOT_FOUND = 404;
  private static final String ACCOUNT = Deployment.REGION + ":000000000000:";

  /**
   * An action on a resource.
   *
   * @param resource its ARN; empty where the call does not say
   */
  record Right(String action, String resource) {
    @Override
    public String toString() {
      return action + " on " + (resource.isEmpty() ? "something" : resource);
    }
  }

  /** One line each, as record-calls.py wrote them. */
  static Set<RecordedCall> read(String lines) throws Exception {
    Set<RecordedCall> calls = new LinkedHashSet<>();
    for (String line : lines.lines().toList()) {
      JsonNode call = new ObjectMapper().readTree(line);
      String role = call.path("role").asText();
      calls.add(new RecordedCall(role.substring(role.lastIndexOf('/') + 1), needs(call)));
    }
    return calls;
  }

  private static Set<Right> needs(JsonNode call) {
    String operation = call.path("operation").asText();
    return switch (call.path("service").asText()) {
      case "dynamodb" -> dynamoDb(operation, call);
      case "s3" -> s3(operation, call);
      case "kinesis" -> Set.of(new Right("kinesis:" + operation, stream(call)));
      case "lambda" ->
          Set.of(
              new Right(
                  "lambda:" + operation.replaceFirst("^Invoke$", "InvokeFunction"),
                  named("lambda", "function:", call.path("FunctionName").asText())));
      case "sts" -> Set.of(); // who am I is always allowed
      default -> Set.of(new Right(call.path("service").asText() + ":" + operation, ""));
    };
  }

  /** A transaction needs the rights of what is in it. */
  private static Set<Right> dynamoDb(String operation, JsonNode call) {
    if (operation.equals("TransactWriteItems")) {
      Set<Right> rights = new LinkedHashSet<>();
      for (JsonNode item : call.path("transaction")) {
        String kind = item.get(0).asText();
        String action = kind.equals("ConditionCheck") ? "ConditionCheckItem" : kind + "Item";
        rights.add(new Right("dynamodb:" + action, table(item.get(1).asText())));
      }
      return rights;
    }
    List<String> tables = new ArrayList<>();
    call.path("tables").forEach(name -> tables.add(name.asText()));
    if (call.has("TableName")) {
      tables.add(call.path("TableName").asText());
    }
    return tables.stream()
        .map(name -> new Right("dynamodb:" + operation, table(name)))
        .collect(Collectors.toSet());
  }

  /** S3 says that an object is missing only to whom it would list them; others get a 403. */
  private static Set<Right> s3(String operation, JsonNode call) {
    String bucket = "arn:aws:s3:::" + call.path("Bucket").asText();
    String object = bucket + "/" + call.path("Key").asText();
    return switch (operation) {
      case "GetObject", "HeadObject" ->
          call.path("status").asInt() == NOT_FOUND
              ? Set.of(new Right("s3:GetObject", object), new Right("s3:ListBucket", bucket))
              : Set.of(new Right("s3:GetObject", object));
      case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" ->
          Set.of(new Right("s3:PutObject", object));
      case "ListObjects", "ListObjectsV2", "HeadBucket" ->
          Set.of(new Right("s3:ListBucket", bucket));
      default -> Set.of(new Right("s3:" + operation, object));
    };
  }

  private static String table(String name) {
    return named("dynamodb", "table/", name);
  }

  private static String stream(JsonNode call) {
    JsonNode name = call.has("StreamARN") ? call.path("StreamARN") : call.path("StreamName");
    return name.isMissingNode() ? "" : named("kinesis", "stream/", name.asText());
  }

  /** Where AWS takes a name it takes an ARN as well. */
  private static String named(String service, String kind, String name) {
    return name.startsWith("arn:") ? name : "arn:aws:" + service + ":" + ACCOUNT + kind + name;
  }
}
