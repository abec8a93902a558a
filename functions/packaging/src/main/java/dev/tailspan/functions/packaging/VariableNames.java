package dev.tailspan.functions.packaging;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The names of local variables, which only debuggers read. Line numbers stay. */
final class VariableNames {
  private VariableNames() {}

  static byte[] without(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    // A writer of its own constants: those that only the names needed must go.
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            return new MethodVisitor(
                Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
              @Override
              public void visitLocalVariable(
                  String variable,
                  String type,
                  @Nullable String generic,
                  Label start,
                  Label end,
                  int index) {}
            };
          }
        },
        0);
    return writer.toByteArray();
  }
}
