import { type CodeInfo, info } from './code.ts'

/** Codes of wiring findings, a part of the one registry. */
export const wiringCodes = {
  RTT1110: info(
    'E_ENV_UNSET',
    'warning',
    3,
    'A variable that the code dials as an address is set nowhere in a deployment.',
    'Set the variable for the service in that deployment, or give it a default in the code.',
  ),
  RTT1111: info(
    'N_ENV_UNREAD',
    'note',
    3,
    'A deployment sets the address of a service, and no code of the receiver reads it.',
    'Remove the variable, or read it under the name that the deployment gives it.',
  ),
  RTT1112: info(
    'E_NO_HOST',
    'warning',
    3,
    'An address names a host that no deployment starts.',
    'Name a service of the deployment, or start the one that is meant.',
  ),
  RTT1113: info(
    'E_NO_PORT',
    'warning',
    3,
    'An address names a port that its service does not listen on.',
    'Dial a port that the service listens on.',
  ),
  RTT1114: info(
    'N_NO_CONSUMER',
    'note',
    3,
    'Something is sent to a topic or queue that nobody receives from.',
    'Receive from it under the same name, or send nothing.',
  ),
  RTT1115: info(
    'N_NO_PRODUCER',
    'note',
    3,
    'Something is expected from a topic or queue that nobody sends to.',
    'Send to it under the same name, or do not receive from it.',
  ),
  RTT1116: info(
    'E_NO_PATH',
    'warning',
    3,
    'A path is called that its provider does not serve.',
    'Call a path that the provider serves, or serve this one.',
  ),
  RTT1117: info(
    'N_STUB_UNUSED',
    'note',
    3,
    'A client is built and never used.',
    'Remove the client, or call it.',
  ),
  RTT1118: info(
    'E_CONTRACT_DRIFT',
    'warning',
    3,
    'Copies of one contract say different things.',
    'Make the copies the same, or keep one file that all use.',
  ),
  RTT1119: info(
    'N_UNCALLED',
    'note',
    3,
    'A service is started that nobody calls and nobody can reach from outside.',
    'Publish a port of it, call it, or do not start it.',
  ),
  RTT1120: info(
    'E_PORT_TAKEN',
    'error',
    3,
    'Two containers or services take the same port.',
    'Give one of them another port.',
  ),
  RTT1121: info(
    'N_IGNORES_NOTHING',
    'note',
    3,
    'An entry of findings.ignore fits no finding.',
    'Remove the entry; what it was for is gone.',
  ),
} as const satisfies Record<string, CodeInfo>
