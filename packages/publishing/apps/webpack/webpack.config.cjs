const HtmlWebpackPlugin = require('html-webpack-plugin')
const webpack = require('webpack')

module.exports = {
  mode: 'production',
  entry: './src/main.tsx',
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  module: {
    rules: [{ test: /\.tsx?$/, loader: 'esbuild-loader', options: { jsx: 'automatic' } }],
  },
  performance: { hints: false },
  plugins: [
    new webpack.EnvironmentPlugin(['CONVEX_URL']),
    new HtmlWebpackPlugin({ templateContent: '<link rel="icon" href="data:," /><div id="app"></div>' }),
  ],
}
