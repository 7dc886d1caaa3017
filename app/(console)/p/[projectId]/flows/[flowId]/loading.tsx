export { EditorSkeleton as default } from '@/components/flow-editor/shell/editor-skeleton'
