terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.29.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

module "tagjoin" {
  source = ".."

  package  = "${path.root}/../../../../target/function.zip"
  accounts = "1234567890123456"
  regions  = "cn-hangzhou"
  dry_run  = true

  # the output events_url of the first apply
  public_url = ""
}

output "events_url" {
  value = module.tagjoin.events_url
}
