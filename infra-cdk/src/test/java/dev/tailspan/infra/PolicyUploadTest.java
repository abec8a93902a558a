package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class PolicyUploadTest {
  private static final String UPLOAD = "Custom::AWS";

  @Test
  void thePolicyFileIsCopiedToWhereFinalizeLooksAndNeverDeleted() {
    JsonNode upload = Synthesized.special().properties(UPLOAD, "PolicyFile");
    assertThat(upload.path("Create").toString())
        .contains("copyObject")
        .contains("policies/current.yaml")
        .contains("BucketsPolicies");
    assertThat(upload.path("Update")).isEqualTo(upload.path("Create"));
    assertThat(upload.has("Delete")).isFalse();
  }

  @Test
  void itsRoleReadsThatFileAndWritesThatObject() {
    String policy =
        Synthesized.special().properties("AWS::IAM::Policy", "UploadCustomResource").toString();
    assertThat(policy).contains("/policies/current.yaml").contains(".yaml").doesNotContain("*");
  }

  @Test
  void withoutAFileWhatLiesInTheBucketStays() {
    assertThat(Synthesized.standard().resources(UPLOAD)).isEmpty();
  }
}
