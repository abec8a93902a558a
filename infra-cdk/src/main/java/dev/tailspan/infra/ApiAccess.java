package dev.tailspan.infra;

import java.util.List;

/** Who may call the API: the query routes and {@code POST /v1/traces} alike. */
public sealed interface ApiAccess {
  /** Whoever signs with SigV4 and is allowed {@code execute-api:Invoke}. */
  record Iam() implements ApiAccess {}

  /**
   * Whoever brings a token of a Cognito user pool as {@code Authorization}.
   *
   * @param arns of the pools
   * @param scopes one of which an access token must have; with none, identity tokens are taken
   */
  record UserPools(List<String> arns, List<String> scopes) implements ApiAccess {
    public UserPools {
      arns = List.copyOf(arns);
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * Whoever a Lambda token authorizer of yours lets in. It is the way for JWTs of any issuer, as
   * REST APIs check none themselves.
   *
   * @param functionArn in the same account
   */
  record Authorizer(String functionArn) implements ApiAccess {}
}
