output "function_name" {
  description = "Name of the function."
  value       = alicloud_fcv3_function.this.function_name
}

output "url" {
  description = "Address of the HTTP trigger. Calls have to be signed with an access key."
  value       = alicloud_fcv3_trigger.http.http_trigger[0].url_internet
}

output "role_arn" {
  description = "The function's role: what other accounts have to trust."
  value       = alicloud_ram_role.function.arn
}

output "failure_queue" {
  description = "Queue of the events that failed for good."
  value       = alicloud_message_service_queue.failed.queue_name
}

output "log_project" {
  description = "Log project; the log store and the dashboard in it have the function's name."
  value       = alicloud_log_project.this.project_name
}
