# Magi alone, without a runtime or a model: docker build -t magi . ; beside Ollama: examples/docker/compose.yaml
FROM node:24-slim AS packed
WORKDIR /magi
COPY . .
RUN npm ci && npm pack

FROM node:24-slim
COPY --from=packed /magi/magi-*.tgz /tmp/
RUN npm install --global --omit=dev /tmp/magi-*.tgz \
 && rm -rf /tmp/magi-*.tgz /root/.npm \
 && install -d -o node -g node /state
ENV XDG_STATE_HOME=/state
VOLUME /state
USER node
EXPOSE 11435
ENTRYPOINT ["magi"]
CMD ["--help"]
