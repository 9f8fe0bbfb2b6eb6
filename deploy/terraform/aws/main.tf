# The same as deploy/aws/template.yaml: "events" takes the signed events of EventBridge (of Alibaba Cloud) at a
# function URL; "sweep" has no URL and is called once a day by EventBridge Scheduler, with the permission of IAM.
terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # the first with invoked_via_function_url
      version = ">= 6.29.0"
    }
  }
}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

data "aws_secretsmanager_secret_version" "this" {
  secret_id = var.secret
}

locals {
  secret = jsondecode(data.aws_secretsmanager_secret_version.this.secret_string)

  settings = {
    TAGJOIN_ACCOUNTS                = var.accounts
    TAGJOIN_REGIONS                 = var.regions
    TAGJOIN_DRY_RUN                 = tostring(var.dry_run)
    ALIBABA_CLOUD_ACCESS_KEY_ID     = local.secret.accessKeyId
    ALIBABA_CLOUD_ACCESS_KEY_SECRET = local.secret.accessKeySecret
  }

  functions = {
    events = {
      name    = var.name
      timeout = 30
      settings = {
        # a function cannot name its own URL: while it is empty, every event is answered 401
        TAGJOIN_AUTH       = var.public_url == "" ? "deny" : "eventbridge"
        TAGJOIN_PUBLIC_URL = var.public_url
        TAGJOIN_TOKEN      = local.secret.token
      }
    }
    sweep = {
      name    = "${var.name}-sweep"
      timeout = 900
      # there is no URL: whoever may call has been let in by IAM
      settings = {
        TAGJOIN_AUTH = "platform"
      }
    }
  }

  # the function writes these metrics into its log, in the embedded metric format
  alarms = {
    "events-refused" = {
      description = "An event was refused and needs manual action"
      namespace   = "tagjoin"
      metric      = "refused"
      dimensions  = { function = "events" }
      periods     = 1
    }
    "sweep-refused" = {
      description = "A resource was refused in a sweep and needs manual action"
      namespace   = "tagjoin"
      metric      = "refused"
      dimensions  = { function = "sweep" }
      periods     = 1
    }
    "events-retry" = {
      description = "Events have been retried for fifteen minutes"
      namespace   = "tagjoin"
      metric      = "retry"
      dimensions  = { function = "events" }
      periods     = 3
    }
    "events-errors" = {
      description = "A call ended without an answer"
      namespace   = "AWS/Lambda"
      metric      = "Errors"
      dimensions  = { FunctionName = "events" }
      periods     = 1
    }
  }
}

resource "aws_iam_role" "function" {
  name = "${var.name}-function"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "log" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = local.functions

  name              = "/aws/lambda/${each.value.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name = each.value.name
  role          = aws_iam_role.function.arn
  runtime       = "provided.al2023"

  # has to be there, and is not used by the executable
  handler          = "not.used"
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  architectures    = ["x86_64"]
  memory_size      = 256
  timeout          = each.value.timeout

  environment {
    variables = merge(local.settings, each.value.settings)
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this[each.key].name
  }

  depends_on = [aws_iam_role_policy_attachment.log]
}

resource "aws_lambda_function_url" "events" {
  function_name      = aws_lambda_function.this["events"].function_name
  authorization_type = "NONE"
}

# a function URL needs both permissions: with the first alone it answers 403
resource "aws_lambda_permission" "url" {
  statement_id           = "tagjoin-url"
  function_name          = aws_lambda_function.this["events"].function_name
  principal              = "*"
  action                 = "lambda:InvokeFunctionUrl"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "invoke" {
  statement_id             = "tagjoin-invoke"
  function_name            = aws_lambda_function.this["events"].function_name
  principal                = "*"
  action                   = "lambda:InvokeFunction"
  invoked_via_function_url = true
}

resource "aws_iam_role" "schedule" {
  name = "${var.name}-schedule"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "schedule" {
  name = "invoke"
  role = aws_iam_role.schedule.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "lambda:InvokeFunction"
      Resource = aws_lambda_function.this["sweep"].arn
    }]
  })
}

resource "aws_scheduler_schedule" "nightly" {
  name                         = "${var.name}-nightly"
  schedule_expression          = "cron(0 3 * * ? *)"
  schedule_expression_timezone = "UTC"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.this["sweep"].arn
    role_arn = aws_iam_role.schedule.arn

    # the form of a request, which is the only one that the function reads
    input = jsonencode({
      version        = "2.0"
      routeKey       = "$default"
      rawPath        = "/sweep"
      rawQueryString = ""
      headers        = { "content-type" = "application/json" }
      requestContext = {
        stage = "$default"
        http  = { method = "POST", path = "/sweep", protocol = "HTTP/1.1" }
      }
      body            = jsonencode({ dryRun = false, maxMoves = 10000 })
      isBase64Encoded = false
    })

    retry_policy {
      maximum_retry_attempts = 0
    }
  }
}

resource "aws_sns_topic" "alarms" {
  name = "${var.name}-alarms"
}

resource "aws_sns_topic_subscription" "mail" {
  count = var.alarm_email == "" ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = { for name, function in each.value.dimensions : name => local.functions[function].name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = each.value.periods
  threshold           = 0
  comparison_operator = "GreaterThanThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
}

output "events_url" {
  description = "URL for the targets of EventBridge, and the variable public_url of the second apply."
  value       = "${aws_lambda_function_url.events.function_url}events"
}
