window.ui = SwaggerUIBundle({
  dom_id: '#swagger-ui',
  urls: [
    { url: 'terminal.yaml', name: '终端 terminal' },
    { url: 'exchange.yaml', name: '节点间 exchange' },
    { url: 'admin.yaml', name: '运维 admin' },
  ],
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
