#!/usr/bin/env node
// Brings S3Proxy, a server that speaks S3 over a folder, for the tests into .cache/s3/jars (45 MB).
import { installJars } from './jars.mjs';

installJars('s3', 'S3Proxy');
