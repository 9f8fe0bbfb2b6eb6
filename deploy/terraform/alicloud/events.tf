# an event that fails is tried again, and goes to the queue in the end
resource "alicloud_fcv3_async_invoke_config" "this" {
  function_name                  = alicloud_fcv3_function.this.function_name
  qualifier                      = "LATEST"
  max_async_retry_attempts       = 3
  max_async_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = local.queue
    }
  }
}

# calls by hand or by a pipeline, signed with an access key
resource "alicloud_fcv3_trigger" "http" {
  function_name = alicloud_fcv3_function.this.function_name
  qualifier     = "LATEST"
  trigger_name  = "http"
  trigger_type  = "http"

  trigger_config = jsonencode({
    authType           = "function"
    disableURLInternet = false
    methods            = ["GET", "POST"]
  })
}

# a field of a pattern takes at most five expressions, so there are several triggers
resource "alicloud_fcv3_trigger" "events" {
  for_each = toset(["tags-change", "resources-appear", "resources-appear-otherwise"])

  function_name = alicloud_fcv3_function.this.function_name
  qualifier     = "LATEST"
  trigger_name  = each.key
  trigger_type  = "eventbridge"

  trigger_config = jsonencode({
    triggerEnable          = true
    asyncInvocationType    = true
    eventRuleFilterPattern = jsonencode(jsondecode(file("${path.module}/../../patterns/${each.key}.json")))
    eventSourceConfig = {
      eventSourceType = "Default"
    }
  })

  depends_on = [alicloud_fcv3_async_invoke_config.this]
}

# for what no event told
resource "alicloud_fcv3_trigger" "nightly" {
  function_name = alicloud_fcv3_function.this.function_name
  qualifier     = "LATEST"
  trigger_name  = "nightly"
  trigger_type  = "timer"

  trigger_config = jsonencode({
    enable         = true
    cronExpression = var.sweep_schedule
    payload        = jsonencode({ sweep = {} })
  })
}
