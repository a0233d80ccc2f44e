// the contracts of api-spec, served beside this page; nothing is fetched from elsewhere
window.ui = SwaggerUIBundle({
  dom_id: '#swagger-ui',
  urls: [
    { url: 'hospital.yaml', name: '医院与支付回调 hospital' },
    { url: 'terminal.yaml', name: '终端 terminal' },
    { url: 'exchange.yaml', name: '节点间 exchange' },
    { url: 'admin.yaml', name: '运维 admin' },
  ],
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
