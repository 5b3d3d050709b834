# Cordon without a Redis: docker-compose.yml adds one. How to build, pin and run it: docs/containers.md
ARG NODE_IMAGE=node:24-bookworm-slim

# Compiles src/ with the development dependencies.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY bin ./bin
COPY src ./src
RUN node bin/build.js

# Everything that runs, readable by any user and writable by none but root, whatever the umask of the checkout was.
FROM ${NODE_IMAGE} AS runtime
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY LICENSE ./
COPY bin ./bin
COPY rules ./rules
COPY --from=build /app/dist ./dist
RUN chmod -R u=rwX,go=rX /app

FROM ${NODE_IMAGE}
ARG NODE_IMAGE
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Cordon" \
      org.opencontainers.image.description="Spam and abuse protection for a WhatsApp business number" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${NODE_IMAGE}"
ENV NODE_ENV=production \
    DATA_DIR=/data
WORKDIR /app
# The only place Cordon writes to; a new named volume takes over owner and mode.
RUN install -d -m 0700 -o 1000 -g 1000 /data
COPY --from=runtime /app /app
# The base image's user "node", as numbers so that an orchestrator can see it is not root.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["node", "bin/healthcheck.js"]
ENTRYPOINT ["node", "bin/cordon.js"]
CMD ["start", "--role", "all"]
