# on node-1: new
DOCKER_HOST=tcp://10.0.0.1:2376 docker run -d --name shared_mongo_a00001 -p 10.0.0.1::27017 \
    -e "SERVICE_27017_ID=shared_mongo_27017_a00001" \
    -e "SERVICE_27017_NAME=shared_mongo_27017" \
    -v shared_mongo_db-data:/db/data \
    --label viking.stack=shared \
    --label viking.job=mongo \
    --label viking.pid=a00001 \
    --label viking.definition=mongo \
    --label viking.spec=956e364ddf570294 \
    --restart always \
    quarry/mongo
# on node-2: new
DOCKER_HOST=tcp://10.0.0.2:2376 docker run -d --name app_web_a00002 -p 10.0.0.2::80 \
    --add-host backends:host-gateway \
    -e "BACKEND_10001=etcd://10.0.0.9:2379/viking/network/shared_mongo_27017" \
    -e 'GREETING=it'\''s "quoted" $HOME' \
    -e "SERVICE_80_ID=app_web_80_a00002" \
    -e "SERVICE_80_NAME=app_web_80" \
    -e "SHARED_MONGO_NAME=/app_web_a00002/shared_mongo" \
    -e "SHARED_MONGO_PORT=tcp://elsewhere:1" \
    -e "SHARED_MONGO_PORT_27017=backends:10001" \
    -e "SHARED_MONGO_PORT_27017_ADDR=backends" \
    -e "SHARED_MONGO_PORT_27017_PORT=10001" \
    -e "SHARED_MONGO_PORT_27017_TCP=tcp://backends:10001" \
    -e "SHARED_MONGO_PORT_27017_TCP_ADDR=backends" \
    -e "SHARED_MONGO_PORT_27017_TCP_ADDRESS=backends" \
    -e "SHARED_MONGO_PORT_27017_TCP_PORT=10001" \
    -e "SHARED_MONGO_PORT_27017_TCP_PROTO=tcp" \
    --label viking.stack=app \
    --label viking.job=web \
    --label viking.pid=a00002 \
    --label viking.definition=web \
    --label viking.spec=749d53c71781d5dd \
    --restart always \
    --entrypoint /bin/sh myapp/web -c 'serve; sleep 1'
