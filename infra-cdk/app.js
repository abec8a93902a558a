// What cdk.json runs: the Java app, with what only the environment can say.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const jar = join(__dirname, 'target', 'infra-cdk.jar');
if (!existsSync(jar)) {
  console.error(`${jar} is missing: run './mvnw -DskipTests package' in the folder above first.`);
  process.exit(1);
}
const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
// CDK's own check of templates takes most of a synthesis, and our tests have it done.
const env = { CDK_VALIDATION: 'false', ...process.env };
const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
const run = spawnSync(java, [...flags, '-jar', jar], { stdio: 'inherit', env });
if (run.error) {
  console.error(`${java} cannot be run: ${run.error.message}`);
}
process.exit(run.status ?? 1);
