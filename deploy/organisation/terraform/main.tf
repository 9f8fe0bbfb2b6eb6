# A stack group that deploys ../member.yaml to the accounts of the folders, and to those that are added
# later. The provider is that of the management account or of a delegated administrator of ROS; the
# alias function is that of the account in which the functions run.
terraform {
  required_version = ">= 1.5"

  required_providers {
    alicloud = {
      source                = "aliyun/alicloud"
      version               = ">= 1.289.0"
      configuration_aliases = [alicloud.function]
    }
  }
}

variable "folders" {
  description = "Folders of the resource directory whose accounts are handled; the root folder (r-...) for all."
  type        = list(string)

  validation {
    condition     = length(var.folders) >= 1 && length(var.folders) <= 20
    error_message = "A stack group takes 1 to 20 folders."
  }
}

variable "regions" {
  description = "Regions with resources. Each needs a function, because events are forwarded within a region. The first one's stacks make the roles."
  type        = list(string)

  validation {
    condition     = length(var.regions) >= 1 && length(var.regions) <= 20
    error_message = "A stack group takes 1 to 20 regions."
  }
}

variable "function_account" {
  description = "Account in which the functions run."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{16}$", var.function_account))
    error_message = "An account id has 16 digits."
  }
}

variable "function_roles" {
  description = "ARNs of the functions' roles: the output role_arn of each deployment."
  type        = list(string)
}

variable "member_role" {
  description = "Name of the role in each account."
  type        = string
  default     = "tagjoin-member"
}

data "alicloud_resource_manager_accounts" "members" {}

locals {
  usable = ["CreateSuccess", "PromoteSuccess", "InviteSuccess"]
  members = toset([for account in data.alicloud_resource_manager_accounts.members.accounts :
  account.account_id if contains(local.usable, account.status) && account.account_id != var.function_account])
}

resource "alicloud_ros_stack_group" "members" {
  stack_group_name = "tagjoin-members"
  description      = "The role that tagjoin assumes and the rules that forward events"
  permission_model = "SERVICE_MANAGED"
  template_body    = file("${path.module}/../member.yaml")

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  parameters {
    parameter_key   = "FunctionAccount"
    parameter_value = var.function_account
  }

  parameters {
    parameter_key   = "FunctionRoles"
    parameter_value = jsonencode(var.function_roles)
  }

  parameters {
    parameter_key   = "MemberRole"
    parameter_value = var.member_role
  }

  parameters {
    parameter_key   = "HomeRegion"
    parameter_value = var.regions[0]
  }
}

resource "alicloud_ros_stack_instances" "members" {
  stack_group_name = alicloud_ros_stack_group.members.stack_group_name
  region_ids       = var.regions

  deployment_targets {
    rd_folder_ids = var.folders
  }

  operation_preferences {
    max_concurrent_count    = 10
    failure_tolerance_count = 5
  }
}

# In the account of the function: EventBridge of each member may put events on the bus by a role that
# trusts this member alone. Apply again when an account joins the directory.
resource "alicloud_ram_role" "events" {
  for_each = local.members
  provider = alicloud.function

  role_name   = "tagjoin-events-${each.key}"
  description = "Lets EventBridge of account ${each.key} forward events"

  assume_role_policy_document = jsonencode({
    Version = "1"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["${each.key}@eventbridge.aliyuncs.com"] }
    }]
  })
}

resource "alicloud_ram_policy" "events" {
  provider = alicloud.function

  policy_name     = "tagjoin-events"
  description     = "Put events on the default bus"
  policy_document = file("${path.module}/../../../docs/policies/put-events.json")
}

resource "alicloud_ram_role_policy_attachment" "events" {
  for_each = local.members
  provider = alicloud.function

  role_name   = alicloud_ram_role.events[each.key].role_name
  policy_name = alicloud_ram_policy.events.policy_name
  policy_type = "Custom"
}

output "members" {
  description = "Accounts whose events can be forwarded."
  value       = sort(local.members)
}
