"""Writes down what the roles of functions call. LocalStack runs it before it answers anything."""
import json

from localstack.aws import handlers
from moto.sts.models import sts_backends

NAMES = ("StreamName", "StreamARN", "TableName", "Bucket", "Key", "Prefix", "FunctionName")


def record(_, context, response):
    if not context.operation or context.is_internal_call:
        return
    # By the session's token: LocalStack writes other access keys into what it forwards.
    token = context.request.headers.get("X-Amz-Security-Token")
    roles = sts_backends[context.account_id][context.partition].assumed_roles
    role = next((role for role in roles if role.session_token == token), None)
    if not role:
        return
    request = context.service_request or {}
    call = {name: request[name] for name in NAMES if isinstance(request.get(name), str)}
    call["role"] = role.role_arn
    call["service"] = context.service.service_name
    call["operation"] = context.operation.name
    call["status"] = response.status_code
    call["tables"] = list(request["RequestItems"]) if "RequestItems" in request else []
    call["transaction"] = [
        [action, item["TableName"]] for items in request.get("TransactItems", []) for action, item in items.items()
    ]
    with open("/tmp/calls.jsonl", "a") as file:
        file.write(json.dumps(call) + "\n")


handlers.run_custom_finalizers.append(record)
