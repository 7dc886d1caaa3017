// The file answers messages by itself when it finds that it runs in a worker.
import 'elkjs/lib/elk-worker.min.js'
