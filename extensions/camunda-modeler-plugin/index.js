/** What Camunda Modeler reads of a folder in its `plugins`. The script is made by `npm run build`. */

module.exports = {
  name: 'Ask around (socialbpm)',
  script: './dist/client.js',
  style: './dist/social.css',
};
