// The JavaScript of the original design document, run as it stands there, in a process whose
// environment is a linked container's. `js/check` runs it.
var hyperquest = require('hyperquest')
var concat = require('concat-stream')

var address = 'http://' + process.env.SHARED_MONGO_PORT_27017_ADDR + ':' + process.env.SHARED_MONGO_PORT_27017_PORT + '/v1/thing'
hyperquest(address).pipe(concat(function(answer){
	// connected
	process.stdout.write(answer)
}))
