package worker

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"coldchain/internal/config"
)

// clientOpts are the options by which all clients reach the brokers.
func clientOpts(c *config.Config) ([]kgo.Opt, error) {
	var opts []kgo.Opt
	if c.TLS.Enabled {
		t, err := tlsConfig(c)
		if err != nil {
			return nil, err
		}
		opts = append(opts, kgo.DialTLSConfig(t))
	}
	switch c.SASL.Mechanism {
	case "PLAIN":
		login := plain.Auth{User: c.SASL.User, Pass: c.SASL.Password}
		opts = append(opts, kgo.SASL(login.AsMechanism()))
	case "SCRAM-SHA-256":
		login := scram.Auth{User: c.SASL.User, Pass: c.SASL.Password}
		opts = append(opts, kgo.SASL(login.AsSha256Mechanism()))
	case "SCRAM-SHA-512":
		login := scram.Auth{User: c.SASL.User, Pass: c.SASL.Password}
		opts = append(opts, kgo.SASL(login.AsSha512Mechanism()))
	}
	return opts, nil
}

func tlsConfig(c *config.Config) (*tls.Config, error) {
	t := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.TLS.CA != "" {
		pem, err := os.ReadFile(c.TLS.CA)
		if err != nil {
			return nil, fmt.Errorf("read the certificate authority: %w", err)
		}
		t.RootCAs = x509.NewCertPool()
		if !t.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("certificate authority %s: no PEM certificate in it", c.TLS.CA)
		}
	}
	if c.TLS.Cert != "" {
		pair, err := tls.LoadX509KeyPair(c.TLS.Cert, c.TLS.Key)
		if err != nil {
			return nil, fmt.Errorf("load the client certificate: %w", err)
		}
		t.Certificates = []tls.Certificate{pair}
	}
	return t, nil
}
