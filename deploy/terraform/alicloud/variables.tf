variable "package" {
  description = "Path of function-compute.zip. It holds the executable as bootstrap and the rule book as rules.yaml."
  type        = string

  validation {
    condition     = fileexists(var.package)
    error_message = "The package does not exist. Build it with: ./mvnw package -Dnative -Dplatform=fc -DskipTests"
  }
}

variable "name" {
  description = "Name of the function. The other resources are named after it."
  type        = string
  default     = "tagjoin"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.name))
    error_message = "A name has 1 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "dry_run" {
  description = "Whether the function only reports what it would move. Start with true."
  type        = bool
  default     = true
}

variable "settings" {
  description = "More settings of tagjoin, for example TAGJOIN_ACCOUNTS or TAGJOIN_SWEEP_MAX_SHARE."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.settings) : startswith(name, "TAGJOIN_")])
    error_message = "Names of settings begin with TAGJOIN_."
  }
}

variable "policy_regions" {
  description = "Regions in which the role may move resources. Copies of images and snapshots appear in other regions than the call, so that one region is enough only without them."
  type        = list(string)
  default     = ["*"]
}

variable "member_role" {
  description = "Name of the role to assume in other accounts; empty when the function acts in its own account alone."
  type        = string
  default     = ""
}

variable "cpu" {
  description = "vCPU, in steps of 0.05. Memory in GB divided by it has to be between 1 and 4."
  type        = number
  default     = 0.35

  validation {
    condition     = var.cpu >= 0.05 && var.cpu <= 16
    error_message = "The function has 0.05 to 16 vCPU."
  }
}

variable "memory" {
  description = "Memory in MB, in steps of 64."
  type        = number
  default     = 512

  validation {
    condition     = var.memory >= 128 && var.memory % 64 == 0
    error_message = "Memory is a multiple of 64 MB and at least 128."
  }
}

variable "timeout" {
  description = "Seconds for one call. What is not done by then is retried."
  type        = number
  default     = 60

  validation {
    condition     = var.timeout > 25 && var.timeout <= 86400
    error_message = "The timeout is more than 25 and at most 86400 seconds."
  }
}

variable "sweep_schedule" {
  description = "When the nightly sweep starts: a cron expression of six fields, in UTC."
  type        = string
  default     = "0 0 3 * * *"
}

variable "log_retention_days" {
  description = "Days for which the log is kept."
  type        = number
  default     = 90
}

variable "action_policy" {
  description = "Id of the action policy of Simple Log Service that says who is told of alarms; empty for the alert centre alone."
  type        = string
  default     = ""
}

variable "contact_groups" {
  description = "Contact groups of Cloud Monitor that are told when an event lands in the failure queue. Without any there is no such alarm."
  type        = list(string)
  default     = []
}
