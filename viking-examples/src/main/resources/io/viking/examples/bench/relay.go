// Relays TCP with two io.Copy for each connection, which is what ambassadord does.
//
//	relay LISTEN-ADDRESS:PORT=TARGET-ADDRESS:PORT...
package main

import (
	"io"
	"log"
	"net"
	"os"
	"strings"
)

func main() {
	for _, argument := range os.Args[1:] {
		from, to, _ := strings.Cut(argument, "=")
		listener, err := net.Listen("tcp", from)
		if err != nil {
			log.Fatal(err)
		}
		go accept(listener, to)
	}
	select {}
}

func accept(listener net.Listener, to string) {
	for {
		client, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go relay(client.(*net.TCPConn), to)
	}
}

func relay(client *net.TCPConn, to string) {
	defer client.Close()
	connection, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	server := connection.(*net.TCPConn)
	defer server.Close()
	done := make(chan struct{})
	go func() {
		copyAll(server, client)
		close(done)
	}()
	copyAll(client, server)
	<-done
}

func copyAll(to, from *net.TCPConn) {
	io.Copy(to, from)
	to.CloseWrite()
}
