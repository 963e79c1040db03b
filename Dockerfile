# One image for start, serve, work and every other command.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm ci --omit=dev

FROM node:24-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
COPY config ./config
# The embedded store's folder belongs to the user the process runs as.
RUN mkdir /data && chown node:node /data
# Inside the container every address has to be listened on: it wants a token, made by `token create NAME` on the same volume,
# or TOPICWIRE_SERVER_PUBLIC=true where the port is published to this machine alone.
# V8 sizes its heap by the machine's memory; bounded, a process stays at half of what it would take.
ENV NODE_ENV=production \
    NODE_OPTIONS="--max-old-space-size=384 --max-semi-space-size=4" \
    TOPICWIRE_SERVER_HOST=0.0.0.0 \
    TOPICWIRE_STORE_DIRECTORY=/data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli.js"]
CMD ["start"]
