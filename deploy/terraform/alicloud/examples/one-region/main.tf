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

module "tagjoin" {
  source = "../.."

  package = "${path.root}/../../../../../target/function-compute.zip"
  dry_run = true
}

output "url" {
  value = module.tagjoin.url
}
