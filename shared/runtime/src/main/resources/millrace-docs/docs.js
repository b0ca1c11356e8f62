window.ui = SwaggerUIBundle({
  url: "/openapi.yml",
  dom_id: "#docs",
  deepLinking: true,
  // The badge would ask a server outside.
  validatorUrl: null,
});
