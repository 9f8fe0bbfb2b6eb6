# EventBridge sees the events of one region: each region has a function of its own
terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.289.0"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

provider "alicloud" {
  alias  = "singapore"
  region = "ap-southeast-1"
}

locals {
  package = "${path.root}/../../../../../target/function-compute.zip"
  dry_run = true
}

module "hangzhou" {
  source = "../.."

  package = local.package
  dry_run = local.dry_run
}

module "singapore" {
  source = "../.."

  package = local.package
  dry_run = local.dry_run

  providers = {
    alicloud = alicloud.singapore
  }
}

output "roles" {
  value = [module.hangzhou.role_arn, module.singapore.role_arn]
}
