variable "package" {
  description = "Path of function.zip. It holds the executable as bootstrap and the rule book as rules.yaml."
  type        = string

  validation {
    condition     = fileexists(var.package)
    error_message = "The package does not exist. Build it with: ./mvnw package -Dnative -DskipTests"
  }
}

variable "name" {
  description = "Name of the functions; the sweep has -sweep behind it."
  type        = string
  default     = "tagjoin"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,40}$", var.name))
    error_message = "A name has 1 to 41 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "public_url" {
  description = "Output events_url of the first apply. While it is empty, every event is answered 401."
  type        = string
  default     = ""
}

variable "accounts" {
  description = "Alibaba Cloud accounts that may be changed (TAGJOIN_ACCOUNTS)."
  type        = string
}

variable "regions" {
  description = "Regions of the sweep (TAGJOIN_REGIONS), for example cn-hangzhou."
  type        = string
}

variable "dry_run" {
  description = "Whether the functions only report what they would move. Start with true."
  type        = bool
  default     = true
}

variable "secret" {
  description = "Name of a secret in Secrets Manager with the members accessKeyId, accessKeySecret and token. Apply again after a change of it. Terraform's state holds what is read: keep the state encrypted."
  type        = string
  default     = "tagjoin"
}

variable "log_retention_days" {
  description = "Days for which the logs are kept."
  type        = number
  default     = 90
}

variable "alarm_email" {
  description = "Address that is told of alarms; empty for nobody."
  type        = string
  default     = ""
}
