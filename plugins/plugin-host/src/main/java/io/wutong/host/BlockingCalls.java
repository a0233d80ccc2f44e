package io.wutong.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds calls of listed methods in a class file; the list is {@code blocking-methods.csv}. */
final class BlockingCalls {
    private final Map<String, Method> listed = new HashMap<>();

    /**
     * A listed method.
     *
     * @param bypasses whether it goes past {@code PluginServices}; else it holds its thread
     * @param instead what to use, empty when there is nothing
     */
    record Method(String name, boolean bypasses, String instead) {}

    /** Where one is called. */
    record Call(String caller, int line, Method method) {}

    BlockingCalls() {
        try (InputStream in = BlockingCalls.class.getResourceAsStream("blocking-methods.csv")) {
            if (in == null) {
                throw new IllegalStateException("blocking-methods.csv is missing");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(",", -1))
                    .forEach(cells -> listed.put(
                            cells[0] + "#" + cells[1],
                            new Method(shown(cells[0], cells[1]), cells[2].equals("bypasses"), cells[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(String owner, String method) {
        return owner.replace('/', '.') + "." + method;
    }

    /** The calls that a class makes, also by method references. */
    List<Call> of(byte[] classFile) {
        List<Call> calls = new ArrayList<>();
        new ClassReader(classFile).accept(new Classes(calls), ClassReader.SKIP_FRAMES);
        return calls;
    }

    private @Nullable Method find(String owner, String method) {
        Method exact = listed.get(owner + "#" + method);
        return exact == null ? listed.get(owner + "#*") : exact;
    }

    private final class Classes extends ClassVisitor {
        private final List<Call> calls;
        private String name = "";

        Classes(List<Call> calls) {
            super(Opcodes.ASM9);
            this.calls = calls;
        }

        @Override
        public void visit(
                int version,
                int access,
                String className,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            name = className.replace('/', '.');
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new Methods(calls, name + "." + method);
        }
    }

    private final class Methods extends MethodVisitor {
        private final List<Call> calls;
        private final String caller;
        private int line;

        Methods(List<Call> calls, String caller) {
            super(Opcodes.ASM9);
            this.calls = calls;
            this.caller = caller;
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            met(owner, method);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String method, String descriptor, Handle bootstrap, Object... bootstrapArguments) {
            for (Object argument : bootstrapArguments) {
                if (argument instanceof Handle handle) {
                    met(handle.getOwner(), handle.getName());
                }
            }
        }

        private void met(String owner, String method) {
            Method found = find(owner, method);
            if (found != null) {
                calls.add(new Call(caller, line, found));
            }
        }
    }
}
