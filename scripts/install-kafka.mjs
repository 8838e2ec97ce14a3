#!/usr/bin/env node
// Brings a Kafka broker for the tests into .cache/kafka/jars.
import { installJars } from './jars.mjs';

installJars('kafka', 'Kafka');
