resource "alicloud_log_project" "this" {
  project_name = local.unique_name
  description  = "Log of the function ${var.name}"
}

resource "alicloud_log_store" "this" {
  project_name     = alicloud_log_project.this.project_name
  logstore_name    = var.name
  retention_period = var.log_retention_days
}

# Function Compute stores each line of the function's output in the field message
resource "alicloud_log_store_index" "this" {
  project  = alicloud_log_project.this.project_name
  logstore = alicloud_log_store.this.logstore_name

  full_text {
    case_sensitive = false
  }

  field_search {
    name             = "message"
    type             = "json"
    enable_analytics = true

    dynamic "json_keys" {
      for_each = local.log_fields

      content {
        name = json_keys.key
        type = json_keys.value
      }
    }
  }
}

locals {
  log_fields = {
    "log"               = "text"
    "outcome"           = "text"
    "code"              = "text"
    "cold"              = "text"
    "resource.id"       = "text"
    "resource.type"     = "text"
    "resource.account"  = "text"
    "status"            = "long"
    "ms"                = "long"
    "seen"              = "long"
    "summary.joined"    = "long"
    "summary.planned"   = "long"
    "summary.unchanged" = "long"
    "summary.left"      = "long"
    "summary.ignored"   = "long"
    "summary.gone"      = "long"
    "summary.retry"     = "long"
    "summary.refused"   = "long"
  }

  # each query has a row when there is something to be told
  alarms = {
    "refused" = {
      window = "-5m"
      query  = "message.log: outcome and message.outcome: refused | select \"message.code\" as code, count(*) as n, arbitrary(\"message.resource.id\") as example group by code"
    }
    "lasting-retry" = {
      window = "-15m"
      query  = "message.log: request | select retry, others from (select coalesce(sum(\"message.summary.retry\"), 0) as retry, coalesce(sum(\"message.summary.joined\"), 0) + coalesce(sum(\"message.summary.unchanged\"), 0) as others from log) where retry * 10 > retry + others"
    }
    "stranger" = {
      window = "-5m"
      query  = "message.log: request and message.status: 401 | select n from (select count(*) as n from log) where n > 0"
    }
    "bad-request" = {
      window = "-5m"
      query  = "message.log: request and (message.status: 400 or message.status: 413) | select n from (select count(*) as n from log) where n > 0"
    }
  }

  charts = {
    "outcomes" = "message.log: request | select date_trunc('minute', __time__ - __time__ % 300) as t, sum(\"message.summary.joined\") as joined, sum(\"message.summary.retry\") as retry, sum(\"message.summary.refused\") as refused group by t order by t"
    "time"     = "message.log: request | select date_trunc('minute', __time__ - __time__ % 300) as t, approx_percentile(\"message.ms\", 0.5) as p50, approx_percentile(\"message.ms\", 0.99) as p99, count_if(\"message.cold\" = 'true') as cold group by t order by t"
    "failures" = "message.log: outcome and (message.outcome: refused or message.outcome: retry) | select \"message.code\" as code, count(*) as n, arbitrary(\"message.resource.id\") as example group by code order by n desc"
  }
}

resource "alicloud_log_alert" "this" {
  for_each = local.alarms

  version           = "2.0"
  type              = "default"
  project_name      = alicloud_log_project.this.project_name
  alert_name        = "${var.name}-${each.key}"
  alert_displayname = "${var.name} ${each.key}"
  no_data_fire      = false
  send_resolved     = true
  auto_annotation   = true

  schedule {
    type     = "FixedRate"
    interval = "5m"
  }

  query_list {
    project        = alicloud_log_project.this.project_name
    region         = local.region
    store          = alicloud_log_store.this.logstore_name
    store_type     = "log"
    query          = each.value.query
    start          = each.value.window
    end            = "now"
    power_sql_mode = "auto"
  }

  severity_configurations {
    severity = 8

    eval_condition = {
      condition       = ""
      count_condition = "__count__ > 0"
    }
  }

  group_configuration {
    type = "no_group"
  }

  policy_configuration {
    alert_policy_id  = "sls.builtin.dynamic"
    action_policy_id = var.action_policy
    repeat_interval  = "1h"
  }

  depends_on = [alicloud_log_store_index.this]
}

resource "alicloud_log_dashboard" "this" {
  project_name   = alicloud_log_project.this.project_name
  dashboard_name = var.name
  display_name   = var.name
  attribute      = jsonencode({ type = "grid" })

  char_list = jsonencode([for i, name in ["outcomes", "time", "failures"] : {
    title  = name
    type   = name == "failures" ? "table" : "line"
    action = {}
    search = {
      logstore = alicloud_log_store.this.logstore_name
      topic    = ""
      query    = local.charts[name]
      start    = "-86400s"
      end      = "now"
    }
    display = {
      xAxis       = [name == "failures" ? "code" : "t"]
      yAxis       = name == "outcomes" ? ["joined", "retry", "refused"] : name == "time" ? ["p50", "p99", "cold"] : ["n"]
      xPos        = 0
      yPos        = i * 6
      width       = 10
      height      = 6
      displayName = name
    }
  }])

  depends_on = [alicloud_log_store_index.this]
}

# an event that failed for good waits for somebody
resource "alicloud_cms_alarm" "failed_events" {
  count = length(var.contact_groups) == 0 ? 0 : 1

  name           = "${var.name}-failed-events"
  project        = "acs_mns_new"
  metric         = "ActiveMessages"
  period         = 300
  contact_groups = var.contact_groups

  metric_dimensions = jsonencode([{
    userId = local.account
    region = local.region
    queue  = alicloud_message_service_queue.failed.queue_name
  }])

  escalations_critical {
    statistics          = "Average"
    comparison_operator = ">"
    threshold           = 0
    times               = 1
  }
}
