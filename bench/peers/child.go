package main

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// patience is how long a reader may take for one file.
const patience = 10 * time.Second

var (
	errHang = errors.New("no answer in 10 s")
	errDied = errors.New("the process died")
)

// process is a reader at work. It is started again after it died or was ended.
type process struct {
	reader string
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    chan []byte // lines; closed when the process ends
}

// ask gives the reader a picture. The error is errHang, errDied, or that of starting
// it.
func (p *process) ask(data []byte) (answer, error) {
	if p.cmd == nil {
		if err := p.start(); err != nil {
			return answer{}, err
		}
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	if _, err := p.in.Write(append(head, data...)); err != nil {
		p.end()
		return answer{}, errDied
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case line, ok := <-p.out:
		if !ok {
			p.end()
			return answer{}, errDied
		}
		var a answer
		return a, json.Unmarshal(line, &a)
	case <-timer.C:
		p.end()
		return answer{}, errHang
	}
}

func (p *process) start() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	p.cmd = exec.Command(self, "-child", p.reader)
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return fmt.Errorf("start the reader: %w", err)
	}
	p.out = make(chan []byte, 1)
	go func(out chan<- []byte) {
		defer close(out)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			out <- append([]byte(nil), lines.Bytes()...)
		}
	}(p.out)
	return nil
}

// end ends the process and waits for it.
func (p *process) end() {
	if p.cmd == nil {
		return
	}
	_ = p.in.Close()
	_ = p.cmd.Process.Kill()
	for range p.out { // until it is closed: what was said meanwhile is of no use
	}
	_ = p.cmd.Wait()
	p.cmd = nil
}
