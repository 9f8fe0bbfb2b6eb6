data "alicloud_account" "current" {}

data "alicloud_regions" "current" {
  current = true
}

locals {
  account = data.alicloud_account.current.id
  region  = data.alicloud_regions.current.regions[0].id

  # buckets and log projects share one name space with all customers
  unique_name = "${var.name}-${local.account}-${local.region}"

  # RAM is global: each region has a role and a policy of its own
  role_name = "${var.name}-${local.region}"

  policies = "${path.module}/../../../docs/policies"
  digest   = substr(filesha256(var.package), 0, 16)
  queue    = "acs:mns:${local.region}:${local.account}:/queues/${alicloud_message_service_queue.failed.queue_name}/messages"

  settings = merge({
    TAGJOIN_AUTH    = "platform"
    TAGJOIN_DRY_RUN = tostring(var.dry_run)
  }, var.settings)

  # for the function itself, for looking up groups, and for what Function Compute does in its name
  statements = concat(
    jsondecode(file("${local.policies}/function.json")).Statement,
    jsondecode(file("${local.policies}/doctor.json")).Statement,
    jsondecode(file("${local.policies}/deliver.json")).Statement,
    var.member_role == "" ? [] : jsondecode(replace(file("${local.policies}/assume-members.json"), "tagjoin-member", var.member_role)).Statement
  )

  # what the policies allow everywhere is narrowed to this account, queue, log store and the regions
  policy = jsonencode({
    Version = "1"
    Statement = [for statement in local.statements : merge(statement, {
      Resource = distinct(flatten([for arn in flatten([statement.Resource]) : [
        for region in var.policy_regions :
        replace(replace(replace(replace(arn,
          "acs:ecs:*:*:", "acs:ecs:${region}:${local.account}:"),
          "acs:mns:*:*:/queues/tagjoin-failed", "acs:mns:${local.region}:${local.account}:/queues/${var.name}-failed"),
          "acs:log:*:*:project/*", "acs:log:${local.region}:${local.account}:project/${local.unique_name}"),
        "logstore/tagjoin", "logstore/${var.name}")
      ]]))
    })]
  })
}

resource "alicloud_ram_role" "function" {
  role_name                   = local.role_name
  description                 = "What the function ${var.name} may do in ${local.region}"
  assume_role_policy_document = file("${local.policies}/trust-function-compute.json")
}

resource "alicloud_ram_policy" "function" {
  policy_name     = local.role_name
  description     = "Read ECS resources and join them to resource groups"
  policy_document = local.policy
  rotate_strategy = "DeleteOldestNonDefaultVersionWhenLimitExceeded"
}

resource "alicloud_ram_role_policy_attachment" "function" {
  role_name   = alicloud_ram_role.function.role_name
  policy_name = alicloud_ram_policy.function.policy_name
  policy_type = "Custom"
}

# 15 to 23 MB are too much for the state, so the package does not go into zip_file
resource "alicloud_oss_bucket" "package" {
  bucket = local.unique_name
}

resource "alicloud_oss_bucket_public_access_block" "package" {
  bucket              = alicloud_oss_bucket.package.bucket
  block_public_access = true
}

resource "alicloud_oss_bucket_object" "package" {
  bucket = alicloud_oss_bucket.package.bucket
  key    = "${var.name}-${local.digest}.zip"
  source = var.package
}

resource "alicloud_message_service_queue" "failed" {
  queue_name               = "${var.name}-failed"
  message_retention_period = 604800
}

resource "alicloud_fcv3_function" "this" {
  function_name = var.name

  # a change of the code alone updates nothing: the digest makes it a change of the description too
  description = "Moves ECS resources to the resource group their tags call for (package ${local.digest})"

  # the executable needs glibc 2.34
  runtime = "custom.debian12"

  # has to be there, and is not used by a custom runtime
  handler = "index.handler"

  cpu                   = var.cpu
  memory_size           = var.memory
  disk_size             = 512
  timeout               = var.timeout
  instance_concurrency  = 10
  internet_access       = true
  role                  = alicloud_ram_role.function.arn
  environment_variables = local.settings

  code {
    oss_bucket_name = alicloud_oss_bucket.package.bucket
    oss_object_name = alicloud_oss_bucket_object.package.key
  }

  custom_runtime_config {
    command = ["/code/bootstrap"]
    port    = 9000

    health_check_config {
      http_get_url          = "/q/health/ready"
      initial_delay_seconds = 0
      period_seconds        = 3
      timeout_seconds       = 1
      failure_threshold     = 3
      success_threshold     = 1
    }
  }

  # None keeps each line a record of its own; DefaultRegex joins lines that begin with no date
  log_config {
    project                 = alicloud_log_project.this.project_name
    logstore                = alicloud_log_store.this.logstore_name
    enable_request_metrics  = true
    enable_instance_metrics = true
    log_begin_rule          = "None"
  }

  lifecycle {
    precondition {
      condition     = var.memory / 1024 >= var.cpu && var.memory / 1024 <= 4 * var.cpu
      error_message = "Memory in GB divided by vCPU has to be between 1 and 4."
    }
  }

  depends_on = [alicloud_ram_role_policy_attachment.function]
}
