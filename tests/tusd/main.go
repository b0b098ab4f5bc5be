// Command tusd serves the upload handler of tusd over a folder, or over a bucket of an S3 server.
//
// It is the other implementation of tus 1.0 that tests compare ours with, and the peer of the benchmarks. tusd's own
// command brings the clients of every cloud with it, which take many minutes to build; the handler and the stores are
// the same. It prints its address, and serves until it is ended.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/tus/tusd/v2/pkg/filelocker"
	"github.com/tus/tusd/v2/pkg/filestore"
	"github.com/tus/tusd/v2/pkg/handler"
	"github.com/tus/tusd/v2/pkg/memorylocker"
	"github.com/tus/tusd/v2/pkg/s3store"
	"golang.org/x/exp/slog"
)

func main() {
	folder := flag.String("folder", "", "where uploads are kept")
	endpoint := flag.String("s3", "", "an S3 server's address; its keys are in MINIO_ROOT_USER and MINIO_ROOT_PASSWORD")
	bucket := flag.String("bucket", "", "the bucket there")
	largest := flag.Int64("largest", 0, "bytes that an upload may have; 0: any number")
	flag.Parse()

	composer := handler.NewStoreComposer()
	if *endpoint != "" {
		store := s3store.New(*bucket, client(*endpoint))
		store.UseIn(composer)
		memorylocker.New().UseIn(composer)
	} else {
		filestore.New(*folder).UseIn(composer)
		filelocker.New(*folder).UseIn(composer)
	}
	uploads, err := handler.NewHandler(handler.Config{
		BasePath:      "/uploads/",
		StoreComposer: composer,
		MaxSize:       *largest,
		Logger:        slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	http.Handle("/uploads/", http.StripPrefix("/uploads/", uploads))
	http.Handle("/uploads", http.StripPrefix("/uploads", uploads))
	log.Fatal(http.Serve(listener, nil))
}

func client(endpoint string) *s3.Client {
	keys := credentials.NewStaticCredentialsProvider(os.Getenv("MINIO_ROOT_USER"), os.Getenv("MINIO_ROOT_PASSWORD"), "")
	settings, err := config.LoadDefaultConfig(
		context.Background(), config.WithRegion("us-east-1"), config.WithCredentialsProvider(keys),
	)
	if err != nil {
		log.Fatal(err)
	}
	return s3.NewFromConfig(settings, func(options *s3.Options) {
		options.BaseEndpoint = aws.String(endpoint)
		options.UsePathStyle = true
	})
}
