terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = ">= 1.289.0"
    }
  }
}

# the management account, or a delegated administrator of ROS
provider "alicloud" {
  region = "cn-hangzhou"
}

# the account of the functions
provider "alicloud" {
  alias   = "function"
  profile = "tagjoin"
  region  = "cn-hangzhou"
}

module "members" {
  source = "../"

  folders          = ["r-Wm1234"]
  regions          = ["cn-hangzhou"]
  function_account = "1234567890123456"
  function_roles   = ["acs:ram::1234567890123456:role/tagjoin-cn-hangzhou"]

  providers = {
    alicloud          = alicloud
    alicloud.function = alicloud.function
  }
}
