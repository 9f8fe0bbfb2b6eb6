// validatorUrl: nothing is sent anywhere
window.SwaggerUIBundle({url: '/q/openapi', dom_id: '#swagger', deepLinking: true, validatorUrl: null});
