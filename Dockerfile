# syntax=docker/dockerfile:1
FROM node:26-slim

ENV NODE_ENV=production
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts

COPY migrations ./migrations
COPY src ./src

USER node

# Health checks come from outside the container too.
ENV HEALTH_HOST=0.0.0.0
ENV HEALTH_PORT=8080
EXPOSE 3000 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=40s --start-interval=2s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "src/main.ts"]
